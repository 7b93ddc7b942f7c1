import type * as z from 'zod/mini';
import { BankFileRefused } from './bank-file.ts';
import { type Wanted, wantedOf } from './wanted-elements.ts';
import type { XmlEvents } from './xml-events.ts';

/** A version of an ISO 20022 message, and what is made of it. */
export type MessageType<R> = { namespace: string; wanted: Wanted; read: (kept: unknown) => R };

/**
 * @param schema which elements are read, by their own names, and what they must be
 * @param understand what a message of this schema says
 */
export function messageType<T, R>(
  namespace: string,
  schema: z.ZodMiniType<T>,
  understand: (message: T) => R,
): MessageType<R> {
  const read = (kept: unknown): R => {
    const { success, data } = schema.safeParse(kept);
    if (!success) throw new BankFileRefused('NOT_IN_SCHEMA');
    return understand(data);
  };
  return { namespace, wanted: wantedOf(schema), read };
}

type Kept = { [name: string]: unknown };
type Element = { name: string; wanted: Wanted | undefined; kept: Kept; text: string };

/** ISO 20022 messages are about a dozen elements deep; supplementary data may add some. */
const mostDepth = 40;

/** The part of a message that may hold elements of any namespace; nothing of it is read. */
const supplement = 'SplmtryData';

/**
 * Reads one of some ISO 20022 messages from a parser's events. Only what the schema names is kept, so a file takes the memory of its answers. The
 * whole document is read before there is a message.
 * @param mostEntries how many repeatable elements may stand in the file, all kinds together
 * @returns what takes the events, and gives what the message says once the document has ended
 * @throws BankFileRefused from any of its functions
 */
export function messageReader<R>(
  types: readonly MessageType<R>[],
  mostEntries: number,
): XmlEvents & { message: () => R } {
  const path: Element[] = [];
  let document: { type: MessageType<R>; kept: Kept } | undefined;
  let entries = 0;

  const documentOf = (name: string, namespace: string): Wanted => {
    const type = types.find((known) => known.namespace === namespace);
    if (type === undefined || name !== 'Document') throw new BankFileRefused('OTHER_MESSAGE');
    document = { type, kept: {} };
    return type.wanted;
  };
  return {
    open(name, namespace, attributes) {
      if (path.length === mostDepth) throw new BankFileRefused('TOO_DEEP');
      const parent = path.at(-1);
      const wanted = parent === undefined ? documentOf(name, namespace) : parent.wanted?.children?.get(name);
      if (namespace !== document?.type.namespace && !path.some((element) => element.name === supplement))
        throw new BankFileRefused('OTHER_NAMESPACE');
      // An element amid a value: what stands before and after it is not one value.
      if (parent?.wanted?.text) throw new BankFileRefused('NOT_IN_SCHEMA');
      if (wanted?.many) entries += 1;
      if (entries > mostEntries) throw new BankFileRefused('TOO_MANY_ENTRIES');
      const kept = parent === undefined ? (document?.kept ?? {}) : {};
      for (const attribute of wanted?.attributes ?? []) kept[`@${attribute}`] = attributes[attribute];
      path.push({ name, wanted, kept, text: '' });
    },
    text(text) {
      const element = path.at(-1);
      if (element?.wanted?.text) element.text += text;
    },
    close() {
      const element = path.pop();
      const parent = path.at(-1);
      if (element?.wanted === undefined || parent === undefined) return;
      keep(parent.kept, element.name, element.wanted, contentOf(element));
    },
    message() {
      if (document === undefined) throw new BankFileRefused('EMPTY');
      return document.type.read(document.kept);
    },
  };
}

/** White space around a value is how a file is laid out, not part of it. */
function contentOf({ wanted, kept, text }: Element): unknown {
  if (!wanted?.text) return kept;
  return wanted.attributes.length === 0 ? text.trim() : { ...kept, '#': text.trim() };
}

function keep(into: Kept, name: string, wanted: Wanted, value: unknown): void {
  if (wanted.many) {
    const list = (into[name] ?? []) as unknown[];
    into[name] = list;
    list.push(value);
    return;
  }
  if (name in into) throw new BankFileRefused('NOT_IN_SCHEMA');
  into[name] = value;
}
