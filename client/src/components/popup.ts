const width = 288;

/** Puts a popup under its button, inside the window. It lies above the page, so that no scrolling table cuts it off. */
export function placeUnder(button: HTMLElement | null, popup: HTMLElement | null) {
  if (!button || !popup) return;
  const { left, bottom } = button.getBoundingClientRect();
  const room = document.documentElement.clientWidth - Math.min(width, innerWidth - 16) - 8;
  popup.style.left = `${Math.max(8, Math.min(left, room)) + scrollX}px`;
  popup.style.top = `${bottom + 6 + scrollY}px`;
}
