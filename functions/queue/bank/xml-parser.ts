import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { BankFileRefused } from '../../../domain/bank/bank-file.ts';
import type { XmlEvents } from '../../../domain/bank/xml-events.ts';

/**
 * A strict, namespace-aware parser of a document that comes in pieces. It knows no entities but the five of XML and refuses a DOCTYPE, so nothing
 * is ever expanded or fetched. What it says of a fault is dropped: it may name a value.
 * @returns `write` for each piece and `end` after the last
 * @throws BankFileRefused DOCTYPE, NOT_UTF8 or NOT_WELL_FORMED, or what the events throw
 */
export function xmlParser(events: XmlEvents): { write: (bytes: Uint8Array) => void; end: () => void } {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw new BankFileRefused('NOT_UTF8');
  });
  parser.on('doctype', () => {
    throw new BankFileRefused('DOCTYPE');
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    const values = Object.values(attributes).map(({ name, value }) => [name, value] as const);
    events.open(local, uri, Object.fromEntries(values));
  });
  parser.on('text', events.text);
  parser.on('cdata', events.text);
  parser.on('closetag', events.close);
  return {
    write: (bytes) => refusing(() => parser.write(decodedBy(decoder, bytes))),
    end: () => refusing(() => parser.write(decodedBy(decoder)).close()),
  };
}

function decodedBy(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch {
    throw new BankFileRefused('NOT_UTF8');
  }
}

function refusing(parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    throw error instanceof BankFileRefused ? error : new BankFileRefused('NOT_WELL_FORMED');
  }
}
