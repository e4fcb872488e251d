import { type ReactNode, useEffect, useRef } from "react";

type Props = { label: string; className?: string; onClose: () => void; children: ReactNode };

/** A window over the page; Escape or a click beside it closes it, and the focus returns to where it was. */
export function Dialog({ label, className, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element?.open) element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself; the click is the mouse's way.
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      onCancel={onClose}
      onClick={(e) => e.target === dialog.current && onClose()}
    >
      {children}
    </dialog>
  );
}
