import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = "http://localhost:5080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": api, "/openapi.json": api, "/swagger": api } },
});
