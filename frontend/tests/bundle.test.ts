// @vitest-environment node
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const MNEMONIC = "test test test test";
const FIRST_LOAD = 160_000;
let folder = "";

async function build(mode: string): Promise<string> {
  const out = join(folder, mode);
  // A build of its own process: vitest's own mode must not reach it.
  const env = { ...process.env, NODE_ENV: "production", VITEST: "" };
  await run(
    "npx",
    ["vite", "build", "--mode", mode, "--outDir", out, "--emptyOutDir", "--logLevel", "warn"],
    { env },
  );
  return out;
}

async function scripts(out: string): Promise<string[]> {
  const names = (await readdir(join(out, "assets"))).filter((name) => name.endsWith(".js"));
  return Promise.all(names.map((name) => readFile(join(out, "assets", name), "utf8")));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stoa-page-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the bundle", { timeout: 120_000 }, () => {
  test("production knows no demo accounts, and its first load is small", async () => {
    const out = await build("production");
    const all = await scripts(out);
    expect(all.some((code) => code.includes(MNEMONIC))).toBe(false);
    expect(all.some((code) => code.includes("stoa.demo."))).toBe(false);

    const page = await readFile(join(out, "index.html"), "utf8");
    const first = [...new Set([...page.matchAll(/\/(assets\/[^"]+\.js)/g)].map((match) => match[1] ?? ""))];
    const sizes = await Promise.all(
      first.map(async (name) => gzipSync(await readFile(join(out, name))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(FIRST_LOAD);
    // The CSP allows no inline script or style.
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=/);
  });

  test("the demo build has them, so that the test above can fail", async () => {
    expect((await scripts(await build("demo"))).some((code) => code.includes(MNEMONIC))).toBe(true);
  });
});
