import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes } from "react-router";
import { Branches } from "../features/branches/branches";
import { Demographics } from "../features/demographics/demographics";
import { Loans } from "../features/loans/loans";
import { Overview } from "../features/overview/overview";
import { Shell } from "./shell";
import "./style.css";

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 30_000 } } });
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Routes>
            <Route element={<Shell />}>
              <Route index element={<Overview />} />
              <Route path="branches" element={<Branches />} />
              <Route path="demographics" element={<Demographics />} />
              <Route path="loans" element={<Loans />} />
              <Route
                path="*"
                element={
                  <main>
                    <h2>There is no such page.</h2>
                    <Link to="/">To the overview</Link>
                  </main>
                }
              />
            </Route>
          </Routes>
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
