// What pages and use cases both know about goals.

export type GoalKind = 'leitziel' | 'fachplanung'
export type Direction = 'up' | 'down' | 'hold'

/** How long texts may be. */
export const limits = {
  name: 200,
  plan: 200,
  description: 5000,
  figure: 40,
  linkTitle: 300,
  url: 2000,
  goals: 2000,
  indicators: 30,
  values: 2000,
  links: 50
} as const

/** The official short titles of the United Nations' goals for sustainable development (17ziele.de, sdgs.un.org), 1 to 17. */
export const sdgTitles: Record<'de' | 'en', readonly string[]> = {
  de: [
    'Keine Armut',
    'Kein Hunger',
    'Gesundheit und Wohlergehen',
    'Hochwertige Bildung',
    'Geschlechtergleichheit',
    'Sauberes Wasser und Sanitäreinrichtungen',
    'Bezahlbare und saubere Energie',
    'Menschenwürdige Arbeit und Wirtschaftswachstum',
    'Industrie, Innovation und Infrastruktur',
    'Weniger Ungleichheiten',
    'Nachhaltige Städte und Gemeinden',
    'Nachhaltige/r Konsum und Produktion',
    'Maßnahmen zum Klimaschutz',
    'Leben unter Wasser',
    'Leben an Land',
    'Frieden, Gerechtigkeit und starke Institutionen',
    'Partnerschaften zur Erreichung der Ziele'
  ],
  en: [
    'No poverty',
    'Zero hunger',
    'Good health and well-being',
    'Quality education',
    'Gender equality',
    'Clean water and sanitation',
    'Affordable and clean energy',
    'Decent work and economic growth',
    'Industry, innovation and infrastructure',
    'Reduced inequalities',
    'Sustainable cities and communities',
    'Responsible consumption and production',
    'Climate action',
    'Life below water',
    'Life on land',
    'Peace, justice and strong institutions',
    'Partnerships for the goals'
  ]
}

/** The path of a goal on the site. */
export function goalPath(goal: { slug: string }): string {
  return `/ziele/${goal.slug}`
}
