/** What stands around the charts of a picture, so that it says on its own what it shows. */
export type Caption = { title: string; lines: readonly string[] };

const margin = 20;
const head = 34;
const lineHeight = 18;
const sharpness = 2;

/** The charts of a card as a picture for a slide: title above, what it stands on beneath, in the page's colours. */
export async function pictureOf(card: HTMLElement, { title, lines }: Caption): Promise<Blob> {
  const drawings = await drawn(card);
  const boxes = drawings.map((d) => d.getBoundingClientRect());
  const left = Math.min(...boxes.map((b) => b.left));
  const top = Math.min(...boxes.map((b) => b.top));
  const width = Math.max(...boxes.map((b) => b.right)) - left;
  const height = Math.max(...boxes.map((b) => b.bottom)) - top;
  const style = getComputedStyle(card);
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * margin) * sharpness;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("The browser draws no pictures.");
  const small = `13px ${style.fontFamily}`;
  pen.font = small;
  const foot = lines.flatMap((line) => wrapped(pen, line, width));
  canvas.height = (margin + head + height + (foot.length + 1) * lineHeight + margin) * sharpness;
  pen.scale(sharpness, sharpness);
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = style.color;
  pen.font = `600 16px ${style.fontFamily}`;
  pen.fillText(title, margin, margin + 14);
  for (const [i, drawing] of drawings.entries()) {
    const box = boxes[i];
    if (box)
      pen.drawImage(
        await imageOf(drawing, box),
        margin + box.left - left,
        margin + head + box.top - top,
        box.width,
        box.height,
      );
  }
  pen.font = small;
  for (const [i, line] of foot.entries())
    pen.fillText(line, margin, margin + head + height + (i + 1.5) * lineHeight);
  return await new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture is too large."))), "image/png");
  });
}

const patience = 50;

/** The card's charts; the chart library may still be on its way. */
async function drawn(card: HTMLElement): Promise<SVGSVGElement[]> {
  for (let tries = 0; tries < patience; tries++) {
    const drawings = [...card.querySelectorAll<SVGSVGElement>("[data-picture] svg")];
    if (drawings.length > 0) return drawings;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("The card has no chart.");
}

async function imageOf(drawing: SVGSVGElement, { width, height }: DOMRect): Promise<HTMLImageElement> {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

function wrapped(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}
