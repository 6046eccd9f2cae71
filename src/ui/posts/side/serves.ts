/** What a post serves: goals and topics by name, with semicolons between them. */
export interface TypedServes {
  topics: string
  goals: string
}

export interface ServesData {
  topicNames: string[]
  goalNames: string[]
}
