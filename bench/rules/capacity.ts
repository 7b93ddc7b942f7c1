const writeUnitBytes = 1_024;
const readUnitBytes = 4_096;

export type ReadMode = 'eventual' | 'strong';

/** Write units of putting or deleting something of this size: whole KiB, at least 1. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeUnitBytes));

const ofMode = (units: number, mode: ReadMode): number => (mode === 'strong' ? units : units / 2);

/** Read units of one item by its key: whole 4 KiB, at least one, also when there is none; half of it if eventually consistent. */
export const readUnitsOfItem = (bytes: number, mode: ReadMode): number =>
  ofMode(Math.max(1, Math.ceil(bytes / readUnitBytes)), mode);

/** BatchGetItem rounds each item by itself; a key without an item is charged as the smallest one. */
export const readUnitsOfBatch = (itemsBytes: readonly number[], mode: ReadMode): number =>
  itemsBytes.reduce((sum, bytes) => sum + readUnitsOfItem(bytes, mode), 0);

/** A page of a query: the items' bytes are added up and rounded once. */
export const readUnitsOfPage = (itemsBytes: readonly number[], mode: ReadMode): number =>
  readUnitsOfItem(
    itemsBytes.reduce((sum, bytes) => sum + bytes, 0),
    mode,
  );
