import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The running API that `make client-dev` shows; the built client is served by the API itself.
const api = process.env.API_URL ?? "http://localhost:5080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": api, "/openapi.json": api, "/swagger": api, "/health": api } },
  // The manifest says which files a page needs: .size-limit.mjs reads it.
  build: {
    manifest: true,
    chunkSizeWarningLimit: 700,
    // Browsers that know light-dark(): rewritten for older ones, it would follow the system and not the reader's choice.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
  test: { testTimeout: 30_000 },
});
