/** What a parser says of a document, in its order. Names are without their prefix; what is in another namespace has another `namespace`. */
export type XmlEvents = {
  open(name: string, namespace: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(): void;
};
