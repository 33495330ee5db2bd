// What pdf.js loads by name, shipped beside the program with its licences: character maps (Japanese PDFs
// often name one and embed none), fonts that PDFs take for granted, and decoders of scanned pages.
const MAPS = import.meta.glob<string>("/node_modules/pdfjs-dist/cmaps/*", { query: "?url", import: "default", eager: true });
const FONTS = import.meta.glob<string>("/node_modules/pdfjs-dist/standard_fonts/*", { query: "?url", import: "default", eager: true });
const DECODERS = import.meta.glob<string>(["/node_modules/pdfjs-dist/wasm/*.wasm", "/node_modules/pdfjs-dist/wasm/LICENSE*"], { query: "?url", import: "default", eager: true });

const KINDS: Record<string, Record<string, string>> = { cMapUrl: MAPS, standardFontDataUrl: FONTS, wasmUrl: DECODERS };

/** Gives pdf.js the files of the program and nothing else, whatever a PDF names. */
export class PdfFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const url = Object.entries(KINDS[kind] ?? {}).find(([path]) => path.endsWith(`/${filename}`))?.[1];
    if (url === undefined) throw new Error(`no ${kind} of this name`);
    const response = await fetch(url);
    return new Uint8Array(await response.arrayBuffer());
  }
}
