/** What people are told when something about approvals or trust cannot be done. */
type Data = Record<string, unknown>

const states: Record<string, [de: string, en: string]> = {
  approved: ['freigegeben', 'approved it'],
  changes: ['um Änderungen gebeten', 'requested changes'],
  taken_back: ['es zurückgenommen', 'took it back'],
  fine: ['es angesehen', 'looked at it'],
  corrected: ['es angesehen', 'looked at it'],
  withdrawn: ['es angesehen', 'looked at it'],
  talked: ['es angesehen', 'looked at it']
}

export const de = {
  'reviews.notFound': 'Diese Freigabe gibt es nicht, oder sie geht an andere.',
  'reviews.own': 'An diesem Text haben Sie selbst geschrieben. Freigeben muss jemand anderes.',
  'reviews.feedbackOnly': 'Sie sind um eine Rückmeldung gebeten. Freigeben kann jemand anderes.',
  'reviews.notYours': 'Zurücknehmen kann das nur, wer es geschrieben hat.',
  'reviews.decidedMeanwhile': (data: Data) =>
    data.by
      ? `${String(data.by)} hat inzwischen ${states[String(data.state)]?.[0] ?? 'darüber entschieden'}.`
      : 'Darüber ist inzwischen entschieden.',
  'reviews.otherRevision': 'Der Text ist inzwischen ein anderer. Bitte lesen Sie ihn noch einmal.',
  'reviews.isInReview':
    'Dieser Text liegt zur Freigabe und steht so lange still. Zum Ändern bitte zuerst zurücknehmen.',
  'reviews.isPublished': 'Das ist schon veröffentlicht.',
  'reviews.isApproval': 'Das ist noch nicht veröffentlicht.',
  'reviews.reviewerUnfit': 'Diese Person kann das nicht freigeben. Bitte wählen Sie jemand anderen.',
  'reviews.changesMissing': 'Bitte schreiben Sie, was zu ändern ist.',
  'reviews.commentMissing': 'Bitte schreiben Sie etwas.',
  'reviews.quoteMissing': 'Diese Worte stehen so nicht im Text. Bitte kopieren Sie die Stelle.',
  'reviews.notCorrected': 'Der Beitrag ist nicht korrigiert. Öffnen Sie ihn, um ihn zu korrigieren.',
  'reviews.notWithdrawn': 'Der Beitrag ist nicht zurückgezogen. Öffnen Sie ihn, um ihn zurückzuziehen.',
  'reviews.linkOver': 'Dieser Link gilt nicht mehr. Er wurde benutzt, ist abgelaufen oder wurde zurückgenommen.',
  'reviews.linkDecided': 'Darüber ist schon entschieden. Der Link wird nicht mehr gebraucht.',
  'reviews.outsideName': 'Bitte tragen Sie einen Namen ein.',
  'reviews.outsideEmail': 'Das sieht nicht nach einer E-Mail-Adresse aus.',
  'reviews.outsideTwice': 'Diese Adresse ist schon bestätigt.',
  'reviews.topicName': 'Bitte geben Sie dem Thema einen Namen.',
  'reviews.topicWords': 'Das sind zu viele oder zu lange Wörter.',
  'reviews.outOfBounds': 'Dieser Wert liegt außerhalb des Möglichen.',
  'reviews.agreementDay': 'Bitte tragen Sie den Tag der Dienstvereinbarung ein; er darf nicht in der Zukunft liegen.',
  'reviews.agreementReference':
    'Bitte tragen Sie ein, wie die Dienstvereinbarung heißt oder welches Aktenzeichen sie hat.',
  'reviews.agreementUrl': 'Bitte tragen Sie ein, wo die Dienstvereinbarung zu lesen ist (https://…).',
  'reviews.ownLevel': 'Die eigene Stufe setzt jemand anderes.',
  'reviews.levelReason': 'Bitte nennen Sie den Grund. Die Person liest ihn.',
  'posts.approvalVoid': 'Der Text wurde nach der Freigabe geändert. Er braucht eine neue.',
  'posts.channelGone':
    'Freigegeben, aber nicht veröffentlicht: Ein Kanal, für den die Freigabe galt, ist nicht mehr da. Bitte wählen Sie neu, wohin es geht.',
  'posts.approvedTooLate':
    'Freigegeben, aber der geplante Zeitpunkt war schon vorbei. Bitte wählen Sie einen neuen, oder veröffentlichen Sie jetzt.',
  'posts.needsApprovalNow':
    'Was eingeplant war, braucht jetzt eine Freigabe, und wurde deshalb nicht veröffentlicht. Bitte legen Sie es zur Freigabe vor.',
  'posts.schedulerGone':
    'Nicht veröffentlicht: Wer den Beitrag eingeplant hat, ist nicht mehr da oder darf hier nicht mehr veröffentlichen. Bitte entscheiden Sie neu.',
  'posts.pictureChanged':
    'Ein Bild oder seine Beschreibung wurde nach der Freigabe geändert. Bitte legen Sie den Beitrag neu vor.'
}

export const en: typeof de = {
  'reviews.notFound': 'There is no such approval, or it is for others.',
  'reviews.own': 'You wrote on this text yourself. Somebody else has to approve it.',
  'reviews.feedbackOnly': 'You are asked for feedback. Somebody else can approve.',
  'reviews.notYours': 'Only whoever wrote it can take it back.',
  'reviews.decidedMeanwhile': (data) =>
    data.by
      ? `${String(data.by)} ${states[String(data.state)]?.[1] ?? 'decided about it'} meanwhile.`
      : 'It has been decided meanwhile.',
  'reviews.otherRevision': 'The text is another one meanwhile. Please read it again.',
  'reviews.isInReview': 'This text waits for approval and stands still. Please take it back before changing it.',
  'reviews.isPublished': 'This is published already.',
  'reviews.isApproval': 'This is not published yet.',
  'reviews.reviewerUnfit': 'This person cannot approve it. Please choose somebody else.',
  'reviews.changesMissing': 'Please write what is to be changed.',
  'reviews.commentMissing': 'Please write something.',
  'reviews.quoteMissing': 'These words are not in the text. Please copy the passage.',
  'reviews.notCorrected': 'The post is not corrected. Open it to correct it.',
  'reviews.notWithdrawn': 'The post is not withdrawn. Open it to withdraw it.',
  'reviews.linkOver': 'This link no longer works. It was used, has expired, or was taken back.',
  'reviews.linkDecided': 'This is decided already. The link is no longer needed.',
  'reviews.outsideName': 'Please enter a name.',
  'reviews.outsideEmail': 'This does not look like an e-mail address.',
  'reviews.outsideTwice': 'This address is approved already.',
  'reviews.topicName': 'Please give the topic a name.',
  'reviews.topicWords': 'These are too many or too long words.',
  'reviews.outOfBounds': 'This value is out of bounds.',
  'reviews.agreementDay': 'Please enter the day of the works agreement; it cannot lie in the future.',
  'reviews.agreementReference': 'Please enter what the works agreement is called or its reference.',
  'reviews.agreementUrl': 'Please enter where the works agreement can be read (https://…).',
  'reviews.ownLevel': 'Somebody else sets your own level.',
  'reviews.levelReason': 'Please give the reason. The person reads it.',
  'posts.approvalVoid': 'The text was changed after the approval. It needs a new one.',
  'posts.channelGone':
    'Approved, but not published: a channel that the approval was for is no longer there. Please choose anew where it goes.',
  'posts.approvedTooLate': 'Approved, but the planned time had passed. Please choose a new one, or publish now.',
  'posts.needsApprovalNow':
    'What was scheduled needs an approval now and was therefore not published. Please submit it for approval.',
  'posts.schedulerGone':
    'Not published: whoever scheduled this post has left or may not publish here any more. Please decide anew.',
  'posts.pictureChanged':
    'A picture or its description was changed after the approval. Please submit the post for approval again.'
}
