import type { MediaCard } from './shared.ts'

/** Sends one file into the library, without showing how far it is. Null: the line broke. */
export async function sendFile(file: File, alt: string): Promise<MediaCard | { problem: string } | null> {
  try {
    const answer = await fetch(`/desk/media/upload/file?alt=${encodeURIComponent(alt)}`, {
      method: 'POST',
      headers: { 'x-file-name': encodeURIComponent(file.name), 'content-type': 'application/octet-stream' },
      body: file
    })
    return (await answer.json()) as MediaCard | { problem: string }
  } catch {
    return null
  }
}
