/** The source page of a crisis: one address that everybody is sent to. */
export function crisisPath(crisis: { slug: string }): string {
  return `/lage/${crisis.slug}`
}
