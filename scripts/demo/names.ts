import type { Random } from './random.ts';

/** Made-up people. Any likeness to a living person is chance. */
export type Name = { firstNames: string; lastName: string };

const firstNames = [
  ...['Aino', 'Eero', 'Kerttu', 'Väinö', 'Päivi', 'Yrjö', 'Hillevi', 'Tapio', 'Sisko', 'Jyrki', 'Pentti'],
  ...['Åsa', 'Börje', 'Gunnel', 'Göran', 'Märta', 'Håkan', 'Solveig', 'Sören', 'Ebba', 'Mårten', 'Disa', 'Östen'],
  ...['Anna-Liisa', 'Juha-Pekka', 'Eeva Maria', 'Karl Johan', 'Säde', 'Ilmari', 'Lyyli', 'Onni', 'Tyyne', 'Urho'],
] as const;

const lastNames = [
  ...['Äijälä', 'Järvenpää', 'Mäkelä', 'Hämäläinen', 'Pöntinen', 'Ylönen', 'Kärkkäinen', 'Räsänen', 'Hyyryläinen'],
  ...['Öhman', 'Sjöblom', 'Åkerlund', 'Bäckström', 'Lindqvist', 'Nygård', 'Söderholm', 'Forsström', 'Wikström'],
  ...['Kuusinen', 'Havukainen', 'Koivisto', 'Saarni', 'Pihlaja', 'Haapala', 'Lehmusvuo', 'Tuomi', 'Kataja', 'Leppänen'],
  ...['af Ström', 'von Björken', 'Virta-Mäki', 'Äyräpää', 'Uusi-Öljy'],
] as const;

/** A Finnish or Swedish name, many with å, ä and ö. */
export function madeUpName(random: Random): Name {
  return { firstNames: random.pick(firstNames), lastName: random.pick(lastNames) };
}

/** Names that try the payment file and the member register: apostrophes, marks, letters that no bank takes, 140 characters. */
export const hostileNames: readonly Name[] = [
  { firstNames: 'Siiri Ottilia', lastName: "O'Neill-Åkerman" },
  { firstNames: 'Þórður', lastName: 'Guðmundsson' },
  { firstNames: 'Ŋuyễn', lastName: "D'Ångström" },
  { firstNames: 'Ø', lastName: 'Æ' },
  // 140 characters together with the space between them.
  { firstNames: 'Äyräs'.repeat(14), lastName: 'Pitkänimi'.repeat(7).padEnd(69, 'ö') },
  { firstNames: 'Máret Ánne', lastName: 'Čáppa-Łukasz' },
  { firstNames: 'Åsa', lastName: 'Söderström' },
  { firstNames: 'Žofie', lastName: 'Øverås' },
];
