import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const LANGUAGES = join(import.meta.dirname, "src/languages");

/** Put each language beside the script, which fetches the one that is wanted; English is in it. */
function languages(): Plugin {
  return {
    name: "languages",
    apply: "build",
    generateBundle() {
      for (const name of readdirSync(LANGUAGES).sort()) {
        if (name.endsWith(".json") && name !== "en.json") {
          const texts: unknown = JSON.parse(readFileSync(join(LANGUAGES, name), "utf8"));
          this.emitFile({
            type: "asset",
            fileName: `languages/${name}`,
            source: `${JSON.stringify(texts)}\n`,
          });
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [languages()],
  build: {
    target: "es2022",
    outDir: "../custom_components/jingl/frontend/built",
    emptyOutDir: true,
    reportCompressedSize: false,
    // Vite leaves the blanks of a library in, for other bundlers; none comes after this one.
    rolldownOptions: { output: { minify: true } },
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "jingl-cards.js" },
  },
  test: {
    include: ["src/**/*.test.ts"],
    coverage: {
      include: ["src/model/**/*.ts"],
      reporter: ["text"],
      thresholds: { lines: 100, functions: 100 },
    },
  },
});
