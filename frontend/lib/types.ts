/** The API's shapes by the words of the product; everything else imports them from here. */
import type { components } from "@/types/api";

type Schemas = components["schemas"];

export type User = Schemas["UserResponse"];
export type Category = Schemas["CategoryRead"];
export type Subject = Schemas["SubjectRead"];
export type Borough = Schemas["BoroughRead"];
export type Neighborhood = Schemas["NeighborhoodRead"];

export type Offering = Schemas["OfferingRead"];
export type OfferingWrite = Schemas["OfferingWrite"];
export type InstructorProfile = Schemas["InstructorRead"];
export type OwnProfile = Schemas["OwnInstructorRead"];
export type ProfileUpdate = Schemas["InstructorUpdate"];
export type InstructorCard = Schemas["InstructorCardRead"];
export type Place = Schemas["Place"];

export type SearchAnswer = Schemas["SearchRead"];
export type SearchResult = Schemas["ResultRead"];
export type HistoryEntry = Schemas["HistoryEntryRead"];
export type Suggestion = Schemas["SuggestionRead"];
export type Understood = Schemas["UnderstoodRead"];

export type FreeTime = Schemas["FreeTimeRead"];
export type FreeDay = Schemas["FreeDayRead"];
export type AvailabilityWeek = Schemas["CalendarWeekRead"];
export type WeekValidation = Schemas["WeekPreviewRead"];
export type UsualWeek = Schemas["PatternRead"];
export type UsualWeekValidation = Schemas["PatternPreviewRead"];
export type DayOff = Schemas["BlackoutRead"];
export type Explanation = Schemas["ExplanationRead"];
export type AppliedWeek = Schemas["AppliedWeekRead"];
export type GiftPreview = Schemas["ApplyPreviewRead"];
export type HandBackPreview = Schemas["HandBackPreviewRead"];
export type BookedOnDay = Schemas["BookedOnDayRead"];

export type SeriesRequest = Schemas["SeriesRequest"];
export type LessonsQuote = Schemas["LessonsQuoteRead"];
export type LessonDate = Schemas["LessonDateRead"];
export type Quote = Schemas["QuoteRead"];
export type QuoteRequest = Schemas["LessonRequest"];
export type CancellationTier = Schemas["TierRead"];
export type Booking = Schemas["BookingRead"];
export type BookingDetail = Schemas["BookingDetail"];
export type BookingEvent = Schemas["EventRead"];
export type CancellationQuote = Schemas["CancellationQuoteRead"];

export type MailPreferences = Schemas["MailPreferencesRead"];
export type Session = Schemas["SessionResponse"];
export type FavoritePage = Schemas["Page_InstructorCardRead_"];

export type Review = Schemas["ReviewRead"];
export type LessonReview = Schemas["LessonReviewRead"];
export type ReviewPage = Schemas["Page_ReviewRead_"];

export type TimeWish = Schemas["WishRead"];
export type WishRequest = Schemas["WishCreate"];
export type Series = Schemas["SeriesRead"];
export type Found = Schemas["FoundRead"];
export type CalendarFeed = Schemas["FeedRead"];
