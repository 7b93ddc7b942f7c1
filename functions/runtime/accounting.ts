import type { AccessPurpose } from '../../contract/access-purposes.ts';
import type { Access, Endpoint } from '../../contract/endpoint.ts';
import { type AccessEvent, logAccess } from '../table/access-events.ts';
import { accessLog, register } from '../table/client.ts';
import type { StaffCaller } from './caller.ts';
import { settings } from './env.ts';
import { type Concerned, namedSubjects } from './subjects.ts';

/** Tells the access log whom a handler has found or made, before it answers. */
export type Seen = (...concerned: readonly Concerned[]) => Promise<void>;

export type Accounted = {
  subjects: Record<string, unknown>;
  seen: Seen;
  /** Fails unless the handler has told whom it found, where the endpoint says that it would. */
  assertTold: () => void;
};

type Asked = { params: unknown; query: unknown; body: unknown };

/**
 * Reads the subjects that a request names and writes the access events of it, before the handler runs: what is not logged is
 * not shown. The one place where looks and changes are accounted for.
 * @throws DomainError unknownCustomer, unknownHousehold, unknownCard; whatever the table throws, if an event cannot be written
 */
export async function accountFor(
  declaration: Endpoint,
  asked: Asked,
  caller: StaffCaller,
  request: { requestId: string; nowMs: number },
): Promise<Accounted> {
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

  const { files, concerned } = await namedSubjects(register(), access, asked.body, caller, request.nowMs);
  if (access?.listing !== undefined)
    await log([{ subject: { kind: 'LISTING', id: listingId(access.listing, asked) } }]);
  await logConcerned(concerned);
  let told = false;
  return {
    subjects: files,
    seen: async (...found) => {
      await logConcerned(found);
      told = true;
    },
    assertTold: () => {
      if (access?.found && !told) throw new Error(`${declaration.name} answered without telling whom it found`);
    },
  };
}

/** A household's head may be named and be one of its persons: one event is enough. */
function distinct(concerned: readonly Concerned[]): Concerned[] {
  return [...new Map(concerned.map((one) => [`${one.kind}/${one.id}`, one])).values()];
}

/** Which listing was looked at: its name, and the fields of the request that say which part of it. */
function listingId({ name, by }: NonNullable<Access['listing']>, asked: Asked): string {
  const fields: Record<string, unknown> = Object.assign({}, asked.params, asked.query, asked.body);
  return [name, ...by.flatMap((field) => (fields[field] === undefined ? [] : [String(fields[field])]))].join('/');
}
