/** Elements of HTML and SVG, made in one call. */

export type Attributes = Readonly<Record<string, string | number | boolean>>;
export type Child = Node | string;

/** Makes an element of HTML. An attribute that is false is left out; one that is true is empty. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  set(made, attributes);
  made.append(...children);
  return made;
}

/** Makes an element of SVG. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(made, attributes);
  made.append(...children);
  return made;
}

/** Sets an element's attributes. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Sets an element's text if it is another: one that is the same is not announced again. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let names = 0;

/** Returns a name that no other element has. */
export function uniqueName(prefix: string): string {
  names += 1;
  return `figure-${prefix}-${names}`;
}

/** Returns a function that asks for one call before the next picture is shown, however often it is called. */
export function beforeNextPicture(draw: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

/** Calls a function with an element's width in pixels, now and when it changes. */
export function followWidth(element: Element, follow: (width: number) => void): void {
  let last = 0;
  new ResizeObserver(() => {
    const width = Math.floor(element.getBoundingClientRect().width);
    if (width === last || width === 0) return;
    last = width;
    follow(width);
  }).observe(element);
}
