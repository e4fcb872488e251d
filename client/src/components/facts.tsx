import type { ReactNode } from "react";

/** A name and what is known by it; nothing where nothing is known. */
export type Fact = [name: string, value: ReactNode];

/** Facts of one thing, side by side. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
