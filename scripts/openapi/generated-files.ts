import { openApiDocument } from './document.ts';
import { errorsPage } from './errors-page.ts';

/** What is made of the contract: paths within the repository, and their whole text. */
export function generatedFiles(version: string): { path: string; text: string }[] {
  return [
    { path: 'docs/openapi.json', text: `${JSON.stringify(openApiDocument(version), null, 2)}\n` },
    { path: 'docs/errors.md', text: errorsPage() },
  ];
}
