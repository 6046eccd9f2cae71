import type { Crop, StoredVariant } from '#platform/media/images.ts'
import type { Captions, ServedFile } from '#platform/media/served.ts'

/** Every key in the storage that a row of `media` names. */
export function keysOf(row: {
  original_key: string | null
  variants: unknown
  crops: unknown
  file: unknown
  captions: unknown
}): string[] {
  const crops = Object.values((row.crops ?? {}) as Record<string, Crop>)
  return [
    ...new Set([
      ...(row.original_key ? [row.original_key] : []),
      ...((row.variants ?? []) as StoredVariant[]).map((one) => one.key),
      ...crops.flatMap((crop) => crop.variants.map((one) => one.key)),
      ...(row.file ? [(row.file as ServedFile).key] : []),
      ...((row.captions ?? []) as Captions[]).map((one) => one.key)
    ])
  ]
}
