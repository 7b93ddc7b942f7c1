import { describe, expect, it } from 'vitest';
import { problems } from '../../../contract/problem.ts';
import { errorCodes, issueCodes } from '../../../domain/errors.ts';
import { errorsPage } from '../../../scripts/openapi/errors-page.ts';
import { problemExample } from '../../../scripts/openapi/problem-example.ts';

const page = errorsPage();
const [, ...sections] = page.split(/^## /m);
const sectionOf = (heading: string): string => sections.find((section) => section.startsWith(`${heading}\n`)) ?? '';

/** How GitHub makes an anchor of a heading of letters, digits and spaces. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

describe('errorsPage', () => {
  it('has an anchor once', () => {
    const anchors = sections.map((section) => anchorOf(section.split('\n', 1)[0] ?? ''));
    expect(new Set(anchors).size).toBe(anchors.length);
  });

  it.each(errorCodes)('has a section on %s, where its type links to', (code) => {
    const section = sectionOf(code);
    const { status, title, advice, retry } = problems[code];
    expect(section).toContain(`**${status}: ${title}.**`);
    expect(section).toContain(`What to do: ${advice}`);
    expect(section).toContain(`Send the same request again: ${retry ? 'yes' : 'no'}`);
    expect(JSON.parse(/```json\n(.*?)```/s.exec(section)?.[1] ?? '')).toEqual(problemExample(code));
    expect(problemExample(code).type).toMatch(new RegExp(`/docs/errors\\.md#${anchorOf(code)}$`));
  });

  it.each(issueCodes)('has a sentence on the field code %s', (code) => {
    expect(sectionOf('Field codes')).toMatch(new RegExp(`^\\| \`${code}\` \\| .+\\. \\|$`, 'm'));
  });

  it('links only to sections of its own', () => {
    const anchors = sections.map((section) => anchorOf(section.split('\n', 1)[0] ?? ''));
    for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  });
});
