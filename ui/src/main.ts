import { mount } from "svelte";
import App from "./App.svelte";
import { fromAddress } from "./state/address";
import { theme } from "./state/theme.svelte";
import { current } from "./words/current.svelte";
import "./styles/fonts";
import "./styles/tokens.css";
import "./styles/base.css";

// A page that is loaded anew after a lock looks as before.
if (fromAddress("language") === "en") current.choose("en");
theme.choose(fromAddress("theme"));

const target = document.getElementById("app");
if (target !== null) mount(App, { target });
