// What a post serves: goals and topics.
import { listGoals } from '#goals/find.ts'
import { listTopics } from '#posts/topics.ts'
import type { DraftInput } from '#posts/types.ts'
import type { ServesData, TypedServes } from '#ui/posts/side/serves.ts'
import type { Loading, ReadText } from './loading.ts'

export function readServes(text: ReadText): TypedServes {
  return { topics: text('topics'), goals: text('goals') }
}

export function draftServes(typed: TypedServes): Pick<DraftInput, 'goals' | 'topics'> {
  const names = (text: string): string[] => text.split(/[;\n]/)
  return { goals: names(typed.goals), topics: names(typed.topics) }
}

export async function loadServes({ tx, post }: Loading): Promise<{ typed: TypedServes; data: ServesData }> {
  return {
    typed: { topics: post?.topics.join('; ') ?? '', goals: post?.goals.join('; ') ?? '' },
    data: {
      topicNames: (await listTopics(tx)).map((topic) => topic.name),
      goalNames: (await listGoals(tx)).map((goal) => goal.name)
    }
  }
}
