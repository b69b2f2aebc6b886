import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|html|svg|json)$/;
const WORTH_IT = 1024;

/** Writes `.br` and `.gz` beside each text file of the build, so that a server need not compress on the way. */
export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
        if (!TEXT.test(name) || source.length < WORTH_IT) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
        this.emitFile({ type: "asset", fileName: `${name}.br`, source: await promisify(brotliCompress)(source, { params }) });
        this.emitFile({ type: "asset", fileName: `${name}.gz`, source: await promisify(gzip)(source, { level: 9 }) });
      }
    },
  };
}
