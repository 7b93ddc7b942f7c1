import type { AccessPurpose } from '../../contract/access-purposes.ts';
import type { Access, Endpoint } from '../../contract/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { type AccessEvent, logAccess } from '../table/access-events.ts';
import { accessLog, register } from '../table/client.ts';
import type { StaffCaller } from './caller.ts';
import { settings } from './env.ts';
import { type Concerned, isOwn, type Lookups, namedSubjects } from './subjects.ts';

/** Whom a handler has found or made, and the co-ops that they belong to. */
export type FoundOne = Concerned & { coopIds: readonly string[] };

/**
 * Tells the access log whom a handler has found or made, before it answers or changes them.
 * @throws DomainError the endpoint's `found` code, if one belongs to no co-op of the caller's
 */
export type Seen = (...found: readonly FoundOne[]) => Promise<void>;

export type Accounted = {
  subjects: Record<string, unknown>;
  seen: Seen;
  /** Fails unless the handler has told whom it found, where the endpoint says that it would. */
  assertTold: () => void;
};

type Asked = { params: unknown; query: unknown; body: unknown };

/** Accounts for one request of staff. */
export type Account = (
  declaration: Endpoint,
  asked: Asked,
  caller: StaffCaller,
  request: { requestId: string; nowMs: number },
) => Promise<Accounted>;

/**
 * Reads the subjects that a request names and writes the access events of it, before the handler runs: what is not logged is
 * not shown. The one place where looks and changes are accounted for.
 * @param lookups how to read the subjects that the function's endpoints name
 * @throws DomainError unknownCustomer, unknownHousehold, unknownCard; whatever the table throws, if an event cannot be written
 */
export const accountFor =
  (lookups: Lookups): Account =>
  async (declaration, asked, caller, request) => {
    const { access } = declaration;
    const said = (asked.body ?? {}) as { purpose?: AccessPurpose; reason?: string; dryRun?: boolean };
    const log = async (subjects: readonly { subject: AccessEvent['subject']; via?: string }[]): Promise<void> => {
      if (access === undefined || subjects.length === 0) return;
      const purpose = said.purpose ?? access.purpose;
      if (purpose === undefined) throw new Error(`${declaration.name} does not say why it shows a person`);
      await logAccess(
        accessLog(),
        subjects.map(({ subject, via }) => ({
          staffId: caller.staffId,
          permission: declaration.permission ?? 'none',
          purpose,
          // A dry run changes nothing, but shows what is there.
          action: said.dryRun === true ? 'READ' : access.action,
          subject,
          fieldGroups: access.fieldGroups,
          atMs: request.nowMs,
          requestId: request.requestId,
          ...(via === undefined ? {} : { via }),
          ...(said.reason === undefined ? {} : { reason: said.reason }),
        })),
        settings().accessEventRetentionDays,
      );
    };
    const logConcerned = (concerned: readonly Concerned[]) =>
      log(
        distinct(concerned).map(({ kind, id, via }) => ({
          subject: { kind, id },
          ...(via === undefined ? {} : { via }),
        })),
      );

    const { files, concerned } = await namedSubjects(lookups, register(), access, asked, caller, request.nowMs);
    if (access?.listing !== undefined) await log([{ subject: listedSubject(access.listing, asked) }]);
    await logConcerned(concerned);
    let told = false;
    return {
      subjects: files,
      seen: async (...found) => {
        const strange = found.some(({ coopIds }) => !isOwn(caller, coopIds));
        if (strange) throw new DomainError(access?.found ?? 'internal', 'There is no such thing at a co-op of yours.');
        await logConcerned(found);
        told = true;
      },
      assertTold: () => {
        if (access?.found && !told) throw new Error(`${declaration.name} answered without telling whom it found`);
      },
    };
  };

/** A household's head may be named and be one of its persons: one event is enough. */
function distinct(concerned: readonly Concerned[]): Concerned[] {
  return [...new Map(concerned.map((one) => [`${one.kind}/${one.id}`, one])).values()];
}

/** Which listing was looked at: its name, and the fields of the request that say which part of it. */
function listedSubject({ kind, name, by }: NonNullable<Access['listing']>, asked: Asked): AccessEvent['subject'] {
  const fields: Record<string, unknown> = Object.assign({}, asked.params, asked.query, asked.body);
  const parts = [name, ...by.map((field) => fields[field])].filter((part) => part !== undefined);
  return { kind: kind ?? 'LISTING', id: parts.map(String).join('/') };
}
