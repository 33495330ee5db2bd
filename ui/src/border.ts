// The border to the core: the only module that knows Tauri. Tests put another one in its place.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { CommandError, Commands, ViewerEvent } from "./bindings";

export type CommandName = keyof Commands;

/** Calls a command of the core. Rejects with a `CommandError` and nothing else. */
export async function call<Name extends CommandName>(
  name: Name,
  request: Commands[Name]["request"],
): Promise<Commands[Name]["response"]> {
  try {
    return await invoke("rpc", { command: name, payload: request });
  } catch (thrown) {
    throw asCommandError(thrown);
  }
}

/** Tells each piece of news of the core. Answers how to stop listening. */
export async function onViewerEvent(heard: (event: ViewerEvent) => void): Promise<() => void> {
  return await listen<ViewerEvent>("viewer", (message) => heard(message.payload));
}

/** What was thrown, if the core worded it; otherwise `internal`. */
export function asCommandError(thrown: unknown): CommandError {
  if (isCommandError(thrown)) return thrown;
  return { code: "internal", fields: {} };
}

function isCommandError(thrown: unknown): thrown is CommandError {
  if (typeof thrown !== "object" || thrown === null) return false;
  const { code, fields } = thrown as Partial<CommandError>;
  return typeof code === "string" && typeof fields === "object" && fields !== null;
}
