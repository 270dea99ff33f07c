/** Numbers as text. */

/** Returns a number with at most so many significant digits, without zeros at its end. */
export function plainNumber(value: number, digits = 4): string {
  if (value === 0) return "0";
  return Number(value.toPrecision(digits)).toString().replace("-", "−");
}

/** Returns a whole number with commas between thousands. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Returns a number with exactly so many decimals. */
export function decimals(value: number, places: number): string {
  return value.toFixed(places).replace("-", "−");
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Returns 10 to a whole power. */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return "1";
  if (exponent === 1) return "10";
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? "");
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

/** Returns a number of any size with three significant digits. */
export function anySize(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  if (value === 0 || (value >= 0.001 && value < 100_000)) return threeDigits(value);
  const exponent = Math.floor(Math.log10(value));
  return `${(value / 10 ** exponent).toFixed(1)} × ${powerOfTen(exponent)}`;
}

function threeDigits(value: number): string {
  return value >= 1000 ? count(Math.round(value)) : plainNumber(value, 3);
}
