import { Component, type ReactNode } from "react";

/** Keeps a page that fails from taking the rest with it: the reader sees what happened and can go on. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <section className="card alone" role="alert">
        <h2>This page cannot be shown.</h2>
        <p>It may have changed since it was opened, or the connection was lost.</p>
        <button type="button" onClick={() => location.reload()}>
          Load again
        </button>
      </section>
    );
  }
}
