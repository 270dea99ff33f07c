/** A choice of one among a few, as radio buttons in a row; and a switch. */

import { html, uniqueName } from "./dom.ts";

export class Choice<Value extends string> {
  readonly element: HTMLFieldSetElement;
  private readonly inputs: ReadonlyMap<Value, HTMLInputElement>;

  constructor(name: string, options: Readonly<Record<Value, string>>, onChange: (value: Value) => void) {
    const group = uniqueName("choice");
    this.element = html("fieldset", { class: "figure-choice" }, html("legend", {}, name));
    const row = html("div", { class: "figure-choice-row" });
    this.element.append(row);
    const inputs = new Map<Value, HTMLInputElement>();
    for (const value of Object.keys(options) as Value[]) {
      const input = html("input", { type: "radio", name: group, value });
      input.addEventListener("change", () => onChange(value));
      row.append(html("label", {}, input, html("span", {}, options[value])));
      inputs.set(value, input);
    }
    this.inputs = inputs;
  }

  show(chosen: Value): void {
    for (const [value, input] of this.inputs) input.checked = value === chosen;
  }
}

export class Switch {
  readonly element: HTMLLabelElement;
  private readonly input = html("input", { type: "checkbox" });
  private readonly text = html("span");

  constructor(onChange: (on: boolean) => void) {
    this.element = html("label", { class: "figure-switch" }, this.input, this.text);
    this.input.addEventListener("change", () => onChange(this.input.checked));
  }

  show(on: boolean, text: string): void {
    this.input.checked = on;
    this.text.textContent = text;
  }
}

/** Makes a button. */
export function button(text: string, look: string, onPress: () => void): HTMLButtonElement {
  const made = html("button", { type: "button", class: `figure-button ${look}` }, text);
  made.addEventListener("click", onPress);
  return made;
}
