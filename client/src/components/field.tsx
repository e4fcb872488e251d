import { type ComponentProps, useId } from "react";

type Props = Omit<ComponentProps<"input">, "id" | "name" | "onChange"> & {
  name: string;
  help?: string;
  onChange: (value: string) => void;
};

/** A field of a form with its name above and its help beneath. */
export function Field({ name, help, onChange, ...input }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      <input
        {...input}
        id={id}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(e) => onChange(e.target.value)}
      />
      {help && <p id={`${id}-help`}>{help}</p>}
    </div>
  );
}
