import { localTimeOf } from '../../domain/calendar.ts';

const noBreakSpace = '\u00a0';
const minus = '\u2212';

/** A whole number in groups of three: `1 234 567`. */
export function formatCount(count: number): string {
  const digits = String(Math.abs(count)).replaceAll(/\B(?=(\d{3})+$)/g, noBreakSpace);
  return `${count < 0 ? minus : ''}${digits}`;
}

/** Basis points as per cent: `3,5 %`, `0,25 %`. */
export function formatPercent(basisPoints: number): string {
  return `${withDecimals(basisPoints, 2)}${noBreakSpace}%`;
}

/** Millilitres as litres: `42,5 l`. */
export function formatLitres(millilitres: number): string {
  return `${withDecimals(millilitres, 3)}${noBreakSpace}l`;
}

/** Cents per hundred litres as cents per litre: `3,5 c/l`. */
export function formatCentsPerLitre(centsPerHundredLitres: number): string {
  return `${withDecimals(centsPerHundredLitres, 2)}${noBreakSpace}c/l`;
}

/** An RFC 3339 time in Helsinki to the minute: `2026-10-31 18:30`. What is no time is shown as it is. */
export function formatTime(time: string): string {
  const epochMs = Date.parse(time);
  if (Number.isNaN(epochMs)) return time;
  return localTimeOf(epochMs).slice(0, '2026-10-31T18:30'.length).replace('T', ' ');
}

/** A whole number with the point moved, without trailing zeros; taken from its digits, so nothing is divided. */
function withDecimals(value: number, decimals: number): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const rest = digits.slice(-decimals).replace(/0+$/, '');
  const whole = formatCount(Number(digits.slice(0, -decimals)));
  return `${value < 0 ? minus : ''}${whole}${rest === '' ? '' : `,${rest}`}`;
}
