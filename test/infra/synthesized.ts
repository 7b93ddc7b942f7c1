import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp } from '../../bin/app.ts';
import type { Stage } from '../../lib/config.ts';

export type Resource = { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string };
type Context = Record<string, unknown>;

const { context }: { context: Context } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../cdk.json'), 'utf8'),
);

/**
 * The app as `cdk synth` makes it, with the flags of cdk.json, but with the functions unbundled. CloudFormation's own rules take seconds
 * to check and depend on the stage alone: one test has them checked, for all stages.
 */
export function newApp(stage: Stage, more: Context = {}, builtinCloudFormationValidation = false) {
  const outdir = mkdtempSync(path.join(tmpdir(), 'omistaja-synth-'));
  const flags = { ...context, 'aws:cdk:bundling-stacks': [], stage, ...more };
  const app = new App({ outdir, context: flags, builtinCloudFormationValidation });
  const stacks = buildApp(app, { CDK_DEFAULT_ACCOUNT: '111122223333' });
  return { app, ...stacks, clearAway: () => rmSync(outdir, { recursive: true, force: true }) };
}

export type Synthesized = { stateful: Template; stateless: Template };
const done = new Map<string, Synthesized>();

/** The templates of a stage, synthesized once a test file. */
export function synthesized(stage: Stage, more: Context = {}): Synthesized {
  const key = JSON.stringify([stage, more]);
  const known = done.get(key);
  if (known) return known;
  const { app, stateful, stateless, clearAway } = newApp(stage, more);
  try {
    const assembly = app.synth();
    const templateOf = ({ stackName }: { stackName: string }) =>
      Template.fromJSON(assembly.getStackByName(stackName).template);
    const made = { stateful: templateOf(stateful), stateless: templateOf(stateless) };
    done.set(key, made);
    return made;
  } finally {
    clearAway();
  }
}

/** The resources of a type by logical id. */
export const resourcesOf = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>;

/** The one resource of a type, or of those whose logical id holds `within`. */
export function resourceOf(template: Template, type: string, within = ''): Resource {
  const found = Object.entries(resourcesOf(template, type)).filter(([id]) => id.includes(within));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} resources of ${type} with ${within}`);
  return only[1];
}
