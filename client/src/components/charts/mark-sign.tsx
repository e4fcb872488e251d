import { type Form, markOf } from "./look";

const paths: Record<Form, string> = {
  circle: "M5 0a5 5 0 1 0 0 10A5 5 0 1 0 5 0z",
  triangle: "M5 0l5 10H0z",
  rect: "M0.5 0.5h9v9h-9z",
  diamond: "M5 0l5 5-5 5-5-5z",
  pin: "M5 10C1 5.5 1 0 5 0s4 5.5 0 10z",
};

/** A group's sign as its chart draws it, beside its name. */
export function MarkSign({ group }: { group: number }) {
  const { colour, form } = markOf(group);
  return (
    <svg className="mark-sign" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d={paths[form]} fill={colour} />
    </svg>
  );
}
