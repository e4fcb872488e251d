import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The running API that `make client-dev` shows; the built client is served by the API itself.
const api = process.env.API_URL ?? "http://localhost:5080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": api, "/openapi.json": api, "/swagger": api, "/health": api } },
  // The manifest says which files a page needs: .size-limit.mjs reads it.
  build: { manifest: true, chunkSizeWarningLimit: 600 },
  test: { testTimeout: 30_000 },
});
