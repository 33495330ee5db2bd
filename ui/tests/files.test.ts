// 添付 and 原文: what opens from a document, and how it leaves the screen again.
import { fireEvent, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { nextZoom, zoomKey } from "../src/doctor/files/zoom";
import { sourceLines } from "../src/doctor/files/source_lines";
import { current } from "../src/words/current.svelte";
import { all, find, open } from "./doctor_screen";
import { core } from "./fixture/border";
import { FILES } from "./fixture/files";

const pdf = vi.hoisted(() => ({ draw: vi.fn(), close: vi.fn(), opened: vi.fn() }));
vi.mock("../src/border", () => import("./fixture/border"));
vi.mock("../src/doctor/files/pdf", () => ({
  openPdf: pdf.opened,
  wantsPassword: (thrown: unknown) => thrown instanceof Error && thrown.name === "PasswordException",
}));

beforeEach(() => {
  pdf.draw.mockReset().mockImplementation((page: number) => Promise.resolve(`words of page ${page}`));
  pdf.close.mockReset();
  pdf.opened.mockReset().mockResolvedValue({ pages: 2, draw: pdf.draw, close: pdf.close });
  URL.createObjectURL = vi.fn(() => "blob:picture");
  URL.revokeObjectURL = vi.fn();
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(600);
});

const buttons = () => all<HTMLButtonElement>('[data-test="open-file"]');
const view = () => find('[data-test="file-view"]');
const escape = () => fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });

async function openDocument(): Promise<void> {
  await open();
  await fireEvent.keyDown(window, { key: "4" });
  await fireEvent.click(find('[data-key="d2"] [data-test="open-document"]') ?? document.body);
  await waitFor(() => expect(find('[data-test="sheet"]')).not.toBeNull());
}

async function openFile(title: string): Promise<HTMLElement> {
  const button = buttons().find((one) => one.getAttribute("aria-label")?.includes(title)) ?? document.body;
  button.focus();
  await fireEvent.click(button);
  await waitFor(() => expect(find('[data-test="file-view"] [data-test="sheet-waiting"]')).toBeNull());
  return button;
}

async function openSource(): Promise<HTMLElement> {
  const button = find('[data-test="open-source"]') ?? document.body;
  button.focus();
  await fireEvent.click(button);
  await waitFor(() => expect(find('[data-test="source-text"]')).not.toBeNull());
  return button;
}

describe("a file of a document", () => {
  test("opens from its row, named by its title, and is asked for by its place", async () => {
    await openDocument();
    expect(buttons().map((one) => one.getAttribute("aria-label"))).toEqual(["胸部X線.pdf", "経過", "図", "スキャン"].map((name) => `添付「${name}」を開く`));
    await openFile("経過");
    expect(core.calls.at(-1)).toEqual({ name: "document_attachment", request: { person: 1, category: "document", key: "d2", place: { version: 7, part: 0, pointer: "/text" } } });
    expect(find('[data-test="file-text"]')?.textContent).toBe("第1病日 発熱\n<b>第2病日</b> 解熱");
    expect(find('[data-test="file-kind"]')?.textContent).toBe("テキスト");
    expect(document.activeElement).toBe(find('[data-test="file-text"]'));
  });

  test("Escape leads back to its row, and only then to the list", async () => {
    await openDocument();
    const button = await openFile("経過");
    await escape();
    expect(view()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(find('[data-test="document-view"]')).not.toBeNull();
    await escape();
    expect(find('[data-test="document-view"]')).toBeNull();
  });

  test("a PDF is drawn page by page with the keys, and its worker ends with it", async () => {
    await openDocument();
    await openFile("胸部X線");
    await waitFor(() => expect(find('[data-test="pdf"]')?.dataset.drawn).toBe("1"));
    expect(find('[data-test="pdf-page"]')?.textContent).toBe("1 / 2 ページ");
    expect(find('[data-test="pdf-text"]')?.textContent).toBe("words of page 1");
    const key = (name: string) => fireEvent.keyDown(find('[data-test="pdf"]') ?? document.body, { key: name });
    await key("ArrowLeft");
    expect(find('[data-test="pdf-page"]')?.textContent).toBe("1 / 2 ページ");
    await key("ArrowRight");
    await waitFor(() => expect(find('[data-test="pdf"]')?.dataset.drawn).toBe("2"));
    await key("+");
    expect(find('[data-test="zoom"]')?.textContent).toBe("125%");
    await waitFor(() => expect(pdf.draw).toHaveBeenLastCalledWith(2, expect.anything(), 750));
    await escape();
    expect(pdf.close).toHaveBeenCalledOnce();
  });

  test.each([
    ["PasswordException", "パスワード"],
    ["InvalidPDFException", "PDFとして読み取れません"],
  ])("a PDF that fails with %s says why", async (name, said) => {
    pdf.opened.mockRejectedValue(Object.assign(new Error("x"), { name }));
    await openDocument();
    await openFile("胸部X線");
    await waitFor(() => expect(find('[data-test="file-broken"]')?.textContent).toContain(said));
  });

  test("a picture has an address that ends with it, and says that it was declared as something else", async () => {
    await openDocument();
    await openFile("図");
    expect(find('[data-test="picture"] img')?.getAttribute("src")).toBe("blob:picture");
    expect(find('[data-test="file-declared"]')?.textContent).toContain("image/jpeg");
    await escape();
    expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:picture");
  });

  test("a picture that is none says so", async () => {
    await openDocument();
    await openFile("図");
    await fireEvent.error(find('[data-test="picture"] img') ?? document.body);
    expect(find('[data-test="file-broken"]')?.textContent).toContain("PNG画像として読み取れません");
  });

  test("what is not drawn says what it is", async () => {
    await openDocument();
    await openFile("スキャン");
    expect(find('[data-test="file-not-drawn"]')?.textContent).toContain("TIFF画像");
  });

  test("what is too large says how large it may be", async () => {
    core.answers.document_attachment = () => Promise.reject({ code: "attachment_too_large", fields: { limit: "32" } });
    await openDocument();
    await openFile("経過");
    await waitFor(() => expect(view()?.querySelector('[data-code="attachment_too_large"]')?.textContent).toContain("32 MiB"));
  });

  test("an answer that comes after it was closed is shown nowhere", async () => {
    let answer: (view: (typeof FILES)[string]) => void = () => undefined;
    core.answers.document_attachment = () => new Promise((resolve) => (answer = resolve));
    await openDocument();
    const button = buttons()[1];
    await fireEvent.click(button ?? document.body);
    await escape();
    const text = FILES["/text"];
    if (text !== undefined) answer(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.body.textContent).not.toContain("解熱");
  });

  test("stays when the language changes", async () => {
    await openDocument();
    await openFile("経過");
    current.choose("en");
    await waitFor(() => expect(find('[data-test="file-back"]')?.textContent).toContain("Back to the document"));
    expect(find('[data-test="file-text"]')?.textContent).toContain("解熱");
  });

  test("leaves the screen with the document", async () => {
    await openDocument();
    await openFile("経過");
    await fireEvent.keyDown(window, { key: "1" });
    expect(document.body.textContent).not.toContain("解熱");
  });

  test("is offered nowhere but in its document", async () => {
    await open();
    await fireEvent.click(find('[data-category="condition"] [data-test="open-sheet"]') ?? document.body);
    await waitFor(() => expect(find('[data-test="sheet"]')).not.toBeNull());
    expect(buttons()).toHaveLength(0);
  });
});

describe("the original", () => {
  test("is shown as received, with where it came from", async () => {
    await openDocument();
    await openSource();
    expect(find('[data-test="source-text"]')?.textContent).toContain('"note": "[U+202E]逆",');
    const facts = find('[data-test="source-facts"]')?.textContent ?? "";
    for (const part of ["2026-11-20 10:00", "UTF-8", "ab".repeat(32)]) expect(facts).toContain(part);
  });

  test("is narrowed to the lines that hold a word, with their numbers", async () => {
    await openDocument();
    await openSource();
    const filter = find('[data-test="source-view"] [data-test="sheet-filter"]') ?? document.body;
    await fireEvent.input(filter, { target: { value: "d-2" } });
    const lines = all<HTMLLIElement>('[data-test="source-found"] li');
    expect(lines.map((line) => [line.value, line.textContent])).toEqual([[4, '    "value": "D-２"']]);
  });

  test("goes on where the page ended, and begins anew when it is another version by then", async () => {
    await openDocument();
    await openSource();
    const first = core.answers.document_source;
    const before = find('[data-test="source-text"]')?.textContent ?? "";
    core.answers.document_source = async (request) => ({ ...(await first(request)), text: '  "end": 1\n}', next: null });
    await fireEvent.click(find('[data-test="source-more"]') ?? document.body);
    await waitFor(() => expect(find('[data-test="source-text"]')?.textContent).toBe(`${before}  "end": 1\n}`));
    expect(core.calls.at(-1)?.request).toEqual({ person: 1, category: "document", key: "d2", part: 0, from: before.length });
    expect(find('[data-test="source-more"]')).toBeNull();
  });

  test("of another version is not joined to the one that is shown", async () => {
    await openDocument();
    await openSource();
    const first = core.answers.document_source;
    core.answers.document_source = async (request) => ({ ...(await first(request)), text: "another", next: null, sha256: "cd".repeat(32) });
    await fireEvent.click(find('[data-test="source-more"]') ?? document.body);
    await waitFor(() => expect(find('[data-test="source-text"]')?.textContent).toBe("another"));
    expect(core.calls.at(-1)?.request).toMatchObject({ from: 0 });
  });

  test("of a document with what is not to be supplied is refused in words", async () => {
    core.answers.document_source = () => Promise.reject({ code: "original_withheld", fields: {} });
    await openDocument();
    await fireEvent.click(find('[data-test="open-source"]') ?? document.body);
    await waitFor(() => expect(find('[data-code="original_withheld"]')?.textContent).toContain("提供対象外"));
  });

  test("Escape leads back to its button", async () => {
    await openDocument();
    const button = await openSource();
    await escape();
    expect(find('[data-test="source-view"]')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(button));
  });
});

test("zoom goes in steps and stays at its ends", () => {
  expect([nextZoom(1, 1), nextZoom(1, -1), nextZoom(4, 1), nextZoom(0.5, -1)]).toEqual([1.25, 0.75, 4, 0.5]);
  expect([zoomKey("+", 1), zoomKey("-", 1), zoomKey("0", 3), zoomKey("x", 1)]).toEqual([1.25, 0.75, 1, null]);
});

test("a very long line is told by the place that was found", () => {
  const line = `${"A".repeat(5000)}needle${"B".repeat(5000)}`;
  const [found] = sourceLines(`x\n${line}`, "needle");
  expect(found?.number).toBe(2);
  expect(found?.text).toMatch(/^…A+needleB+…$/u);
  expect(found?.text.length).toBeLessThan(400);
});
