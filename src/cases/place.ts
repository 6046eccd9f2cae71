// Where a defect is: an address in words, coordinates, or both.
import { withoutControls } from '#platform/html/plain.ts'
import { caseLimits } from './shared.ts'

export interface Place {
  address: string
  lat: number | null
  lng: number | null
}

/** Reads a place as it was typed. Faults stand at the names of the form's fields. */
export function readPlace(input: { address?: string | null; lat?: string | null; lng?: string | null }): {
  place: Place
  faults: Record<string, string>
} {
  const address = withoutControls((input.address ?? '').slice(0, 5000).toWellFormed())
    .replace(/\s+/g, ' ')
    .trim()
  const given = { lat: (input.lat ?? '').trim(), lng: (input.lng ?? '').trim() }
  const lat = coordinate(given.lat, 90)
  const lng = coordinate(given.lng, 180)
  const hasPoint = given.lat !== '' || given.lng !== ''
  const faults = {
    ...(address.length > caseLimits.address && { address: 'caseAddressLong' }),
    ...(address === '' && !hasPoint && { address: 'casePlaceMissing' }),
    ...(hasPoint && lat === null && { lat: 'caseCoordinate' }),
    ...(hasPoint && lng === null && { lng: 'caseCoordinate' })
  }
  return { place: { address, lat: hasPoint ? lat : null, lng: hasPoint ? lng : null }, faults }
}

/** Degrees, in the usual way of writing a number; null: none, or out of range. Seven digits are about a centimetre. */
export function coordinate(text: string, most: number): number | null {
  if (!/^[+-]?\d{1,3}(?:[.,]\d{1,20})?$/.test(text)) return null
  const value = Number(text.replace(',', '.'))
  return Math.abs(value) <= most ? Math.round(value * 1e7) / 1e7 : null
}

/** Metres between two places, on a ball; good enough for a town. */
export function metresBetween(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const rad = Math.PI / 180
  const x = (b.lng - a.lng) * rad * Math.cos(((a.lat + b.lat) / 2) * rad)
  const y = (b.lat - a.lat) * rad
  return Math.sqrt(x * x + y * y) * 6_371_000
}
