// The official keys of German municipalities. ARS: Land (2), Regierungsbezirk (1), Kreis (2), Verband (4), Gemeinde (3).
// AGS: the same without the Verband.
import { landByKey } from './laender.ts'

export interface Codes {
  ars: string | null
  ags: string | null
}

/**
 * Reads what a person entered as ARS and AGS (blanks allowed, both may be empty) and checks them against each other and
 * against the Land. `problems` maps the field to a message key.
 */
export function readCodes(input: {
  ars?: string
  ags?: string
  land: string
}): Codes & { problems: Record<string, string> } {
  const ars = digits(input.ars)
  const ags = digits(input.ags)
  const prefix = landByKey(input.land)?.agsPrefix
  const problems: Record<string, string> = {}
  if (ars && /^\d{8}$/.test(ars)) problems.ars = 'arsIsAgs'
  else if (ars && !/^\d{12}$/.test(ars)) problems.ars = 'arsDigits'
  else if (ars && prefix && !ars.startsWith(prefix)) problems.ars = 'arsOtherLand'
  if (ags && /^\d{12}$/.test(ags)) problems.ags = 'agsIsArs'
  else if (ags && !/^\d{8}$/.test(ags)) problems.ags = 'agsDigits'
  else if (ags && prefix && !ags.startsWith(prefix)) problems.ags = 'agsOtherLand'
  else if (ags && ars && !problems.ars && agsOf(ars) !== ags) problems.ags = 'agsOtherArs'
  return { ars: ars || null, ags: ags || (ars && !problems.ars ? agsOf(ars) : null), problems }
}

/** The AGS that an ARS contains. */
export function agsOf(ars: string): string {
  return ars.slice(0, 5) + ars.slice(9)
}

function digits(text: string | undefined): string {
  return (text ?? '').replace(/[\s./-]/g, '')
}
