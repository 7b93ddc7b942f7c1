import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string;

/** For files, pipes and tests. */
export const plain: Paint = (_, text) => text;

/** For a terminal; whether it is one is decided by {@link paintFor}. */
export const coloured: Paint = (format, text) => styleText(format, text, { validateStream: false });

/** Colours only on a terminal that has them, and never where NO_COLOR is set (no-color.org). */
export function paintFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb' ? coloured : plain;
}

/** Text of others for a terminal: without the control characters that could repaint it. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
