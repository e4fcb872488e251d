import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, matchPath } from "react-router";
import { isAway } from "../lib/api";
import { startTheme } from "../lib/theme";
import { pages } from "./pages";
import { Shell } from "./shell";
import "../styles/base.css";
import "../styles/shell.css";
import "../styles/controls.css";
import "../styles/card.css";
import "../styles/table.css";
import "../styles/print.css";

// An answer that refuses the request would be the same again; only a server that is away is asked twice.
const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => failures < 1 && isAway(error), staleTime: 30_000 },
  },
});
startTheme();
// The page's own code comes while the shell is set up.
void pages.find((p) => matchPath(p.path, location.pathname))?.load();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        {/* A click shows at once; held back as a transition, a checkbox would spring back until the page has redrawn. */}
        <BrowserRouter useTransitions={false}>
          <Shell />
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
