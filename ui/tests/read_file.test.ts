// ファイルを読む: a file that came by hand, beside the open patient.
import { fireEvent, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FileReadingView } from "../src/bindings";
import { current } from "../src/words/current.svelte";
import { en } from "../src/words/en";
import { changed, find, open, painted, row } from "./doctor_screen";
import { core } from "./fixture/border";
import { update } from "./fixture/patient";
import { READING } from "./fixture/reading";
import { items } from "./fixture/sections";

const pdf = vi.hoisted(() => ({ opened: vi.fn() }));
vi.mock("../src/border", () => import("./fixture/border"));
vi.mock("../src/doctor/files/pdf", () => ({ openPdf: pdf.opened, wantsPassword: () => false }));

const view = () => find('[data-test="file-reading"]');
const words = () => view()?.textContent ?? "";
const button = () => find('[data-test="read-file"]') ?? document.body;
const asked = () => core.calls.filter(({ name }) => name === "read_file").map(({ request }) => request);

/** Chooses a file as a person does, by the hidden input behind the button. */
async function choose(name = "見本.xml", text = "あ"): Promise<void> {
  button().focus();
  const input = find('[data-test="read-file-input"]') as HTMLInputElement;
  Object.defineProperty(input, "files", { value: [new File([text], name)], configurable: true });
  await fireEvent.change(input);
}

async function told(more: Partial<FileReadingView> = {}): Promise<void> {
  core.answers.read_file = () => ({ ...READING, ...more });
  await choose();
  await waitFor(() => expect(find('[data-test="file-not-kept"]')).not.toBeNull());
}

beforeEach(async () => {
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  await open();
  await fireEvent.keyDown(window, { key: "4" });
});

describe("a file of the open patient", () => {
  test("is handed over as its bytes, without its name, and read as a sheet", async () => {
    await told();
    expect(asked()).toEqual([{ person: 1, content: "44GC" }]);
    expect(view()?.querySelector("h3")?.textContent).toBe("見本.xml");
    for (const part of ["サービスのXML", "2,048 バイト", "一致しています", "保存されません", "現病歴"]) expect(words()).toContain(part);
    expect(find('[data-test="file-doubt"]')).toBeNull();
    expect(find('[data-test="documents"]')?.hidden).toBe(true);
  });

  test("shows its original and what was read again", async () => {
    await told();
    const toggle = find('[data-test="file-original"]') ?? document.body;
    await fireEvent.click(toggle);
    expect(find('[data-test="source-text"]')?.textContent).toBe("<XmlMsg>原文</XmlMsg>");
    expect(words()).toContain("Shift_JIS");
    await fireEvent.click(toggle);
    expect(find('[data-test="source-text"]')).toBeNull();
  });

  test("has no original when it holds something that is not to be supplied", async () => {
    await told({ content: null });
    expect(find('[data-test="file-original"]')).toBeNull();
  });

  test("says what is wrong with it in our words", async () => {
    await told({ problems: ["trailing_data", "service_refused"] });
    for (const part of ["JSONとして読めないデータ", "サービスが要求を受け付けなかった"]) expect(words()).toContain(part);
  });

  test("of a PDF draws its pages", async () => {
    pdf.opened.mockResolvedValue({ pages: 1, draw: () => Promise.resolve(""), close: () => undefined });
    await told({ kind: "pdf", identity: "not_stated", content: { kind: "bytes", base64: "JVBERg==" } });
    await waitFor(() => expect(find('[data-test="pdf"]')).not.toBeNull());
    expect(find('[data-test="sheet"]')).toBeNull();
  });
});

describe("whose a file is", () => {
  test.each([
    ["not_stated", "患者の記載がないファイルです"],
    ["name_differs", "氏名が、開いている患者と異なります"],
    ["incomplete", "記載が足りず"],
  ] as const)("%s is said aloud, and in sight however far it is scrolled", async (identity, said) => {
    await told({ identity });
    const mark = find('[data-test="file-doubt"]');
    expect(mark?.getAttribute("role")).toBe("alert");
    expect(mark?.textContent).toContain(said);
    expect(mark?.textContent).toContain("確かめてください");
    expect(find('[data-test="file-doubt-again"]')?.textContent).toContain(said);
    expect(words()).not.toContain("一致しています");
  });

  test("another patient's is refused with what differs and nothing else", async () => {
    core.answers.read_file = () => Promise.reject({ code: "other_patient", fields: { difference: "birth_date" } });
    await choose();
    await waitFor(() => expect(find('[data-code="other_patient"]')).not.toBeNull());
    expect(words()).toContain("別の患者のファイルのため、内容は表示しません（生年月日が異なります）");
    expect(find('[data-test="sheet"]')).toBeNull();
    current.language = "en";
    await waitFor(() => expect(words()).toContain("another patient's file"));
    expect(words()).toContain(en.documents.back);
    current.language = "ja";
  });

  test("one that cannot be read says why", async () => {
    core.answers.read_file = () => Promise.reject({ code: "file_unreadable", fields: { problem: "archive" } });
    await choose();
    await waitFor(() => expect(words()).toContain("このファイルは読めません。圧縮ファイルです。"));
  });

  test("one that is too large is not even handed over", async () => {
    const large = new File([], "large.pdf");
    Object.defineProperty(large, "size", { value: 64 * 1024 * 1024 + 1 });
    const input = find('[data-test="read-file-input"]') as HTMLInputElement;
    Object.defineProperty(input, "files", { value: [large], configurable: true });
    await fireEvent.change(input);
    await waitFor(() => expect(find('[data-code="file_too_large"]')).not.toBeNull());
    expect(asked()).toEqual([]);
  });
});

describe("a file leaves the screen", () => {
  test("with Escape, which gives the focus back", async () => {
    await told();
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });
    expect(view()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(button()));
    expect(document.body.textContent).not.toContain("38.5℃の発熱");
  });

  test("with its patient, and never comes late beside another one", async () => {
    let answer: (view: FileReadingView) => void = () => undefined;
    core.answers.read_file = () => new Promise((resolve) => (answer = resolve));
    await choose();
    await waitFor(() => expect(asked()).toHaveLength(1));
    await fireEvent.click(await row(2));
    await painted(2);
    expect(view()).toBeNull();
    answer(READING);
    await fireEvent.keyDown(window, { key: "4" });
    await waitFor(() => expect(find('[data-test="read-file"]')).not.toBeNull());
    expect(view()).toBeNull();
    expect(document.body.textContent).not.toContain("38.5℃の発熱");
  });

  test("is not handed over when another patient was opened while it was taken from its disc", async () => {
    const begin = FileReader.prototype.readAsDataURL;
    let slow: () => void = () => undefined;
    vi.spyOn(FileReader.prototype, "readAsDataURL").mockImplementation(function (this: FileReader, file) {
      slow = () => begin.call(this, file);
    });
    await choose();
    await fireEvent.click(await row(2));
    await painted(2);
    slow();
    vi.restoreAllMocks();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked()).toEqual([]);
  });

  test("what came meanwhile behind it does not count as read", async () => {
    await told();
    core.answers.patient_section = ({ category }) => update(items(category, { version: "document-2" }));
    changed("document");
    const reported = () => JSON.stringify(core.calls.filter(({ name }) => name === "report_painted"));
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(reported()).not.toContain("document-2");
    await fireEvent.click(find('[data-test="file-back"]') ?? document.body);
    await waitFor(() => expect(reported()).toContain("document-2"));
  });
});
