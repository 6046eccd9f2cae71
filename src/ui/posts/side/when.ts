/** When a post goes out. */
export interface TypedWhen {
  when: string
  /** Local time of the municipality, as the browser's field gives it. */
  at: string
}
