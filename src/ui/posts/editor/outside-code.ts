/** Changes a Markdown text everywhere but in blocks of code, where every sign is meant as it stands. */
export function outsideCode(markdown: string, change: (text: string) => string): string {
  const parts: string[] = []
  let rest: string[] = []
  let fence: string | null = null
  const flush = (): void => {
    if (rest.length > 0) parts.push(change(rest.join('\n')))
    rest = []
  }
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === null && mark) {
      flush()
      fence = mark
      parts.push(line)
    } else if (fence !== null) {
      parts.push(line)
      if (mark && mark[0] === fence[0] && mark.length >= fence.length) fence = null
    } else rest.push(line)
  }
  flush()
  return parts.join('\n')
}

/** The same within lines: `` `code` `` between words stays, too. Not for changes that look at where a line begins or ends. */
export function outsideInlineCode(text: string, change: (text: string) => string): string {
  return text.replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)|`+|[^`]+/g, (part) => (part.startsWith('`') ? part : change(part)))
}
