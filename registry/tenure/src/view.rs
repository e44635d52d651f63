//! Looking at appointments as of a day.

mod list;
mod quotas;
mod recusal;
mod rows;
mod vacancies;

pub use list::{Filter, Sort, Wanted, When, count, list};
pub use quotas::{Behind, Check, behind, quotas};
pub(crate) use recusal::conflicts_of;
pub use recusal::{Conflict, Party, conflicts, tied};
pub use rows::{History, Row, careers_of, of_person, of_post, one, overdue, posts_of, team};
pub(crate) use rows::{frame_of, holdings};
pub use vacancies::{Vacancy, Vacant, vacancies, vacant_in_all};
