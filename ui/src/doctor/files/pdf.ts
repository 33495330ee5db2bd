// The only module that knows pdf.js: loaded when the first PDF is opened.
import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import workerText from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?raw";
import { PdfFiles } from "./pdf_files";

/** A PDF that is open. Close it: it holds a worker. */
export interface OpenPdf {
  pages: number;
  /** Draws a page into a canvas, `width` CSS pixels wide. Answers its words. */
  draw: (page: number, canvas: HTMLCanvasElement, width: number) => Promise<string>;
  close: () => void;
}

/** More pixels than any screen shows only cost memory. */
const MOST_PIXELS = 24_000_000;

/**
 * Opens a PDF. Nothing of it runs and nothing is loaded from elsewhere: no scripting and no forms are
 * built in here, no code is made from text, and the worker comes from a blob so that it has the content
 * security policy of this page.
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const url = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
  const port = new Worker(url, { type: "module" });
  const worker = PDFWorker.create({ port });
  const task = getDocument({
    data: bytes,
    worker,
    BinaryDataFactory: PdfFiles,
    // Names only: the factory knows where they lie.
    cMapUrl: "cmaps/",
    cMapPacked: true,
    standardFontDataUrl: "fonts/",
    wasmUrl: "wasm/",
    useWorkerFetch: false,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  function close(): void {
    void task.destroy().catch(() => undefined);
    worker.destroy();
    port.terminate();
    URL.revokeObjectURL(url);
  }
  try {
    const pdf = await task.promise;
    return { pages: pdf.numPages, draw: drawer(pdf), close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** Whether a PDF did not open because it wants a password. */
export function wantsPassword(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "PasswordException";
}

function drawer(pdf: PDFDocumentProxy): OpenPdf["draw"] {
  let current: { cancel: () => void } | null = null;
  return async (number, canvas, width) => {
    current?.cancel();
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: scaleOf(page, width) });
    // A canvas takes one drawing at a time: each gets a fresh one, shown when it is done.
    const fresh = document.createElement("canvas");
    fresh.width = Math.floor(viewport.width);
    fresh.height = Math.floor(viewport.height);
    const drawing = page.render({ canvas: fresh, viewport, background: "#fff" });
    current = drawing;
    await drawing.promise;
    canvas.width = fresh.width;
    canvas.height = fresh.height;
    canvas.getContext("2d")?.drawImage(fresh, 0, 0);
    return await wordsOf(page);
  };
}

type Chunk = Awaited<ReturnType<PDFPageProxy["getTextContent"]>>;

/** Read by hand: WebKit has no `for await` over a stream, which `getTextContent` uses. */
async function wordsOf(page: PDFPageProxy): Promise<string> {
  const reader = (page.streamTextContent() as ReadableStream<Chunk>).getReader();
  let words = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return words;
    for (const item of value.items) if ("str" in item) words += item.str + (item.hasEOL ? "\n" : "");
  }
}

function scaleOf(page: PDFPageProxy, width: number): number {
  const plain = page.getViewport({ scale: 1 });
  const wanted = (width / plain.width) * Math.max(1, window.devicePixelRatio);
  const most = Math.sqrt(MOST_PIXELS / (plain.width * plain.height));
  return Math.min(wanted, most);
}
