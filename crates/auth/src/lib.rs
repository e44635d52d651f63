//! Who may do what, where.
//!
//! An [`Actor`] asks, a [`Permit`] is the answer. A permit can be had in one way only, [`Actor::may`], which reads the
//! policy: each slice declares its actions with [`actions!`], naming the roles that may carry them out; the product
//! shows all of them as one table. Pure: no clock, no database.

mod action;
mod actor;
mod columns;
mod path;
mod permit;

pub use action::{Action, ActionRow, Kind};
pub use actor::{Account, Actor, Door, Grant, PersonKey, Role, Root};
pub use columns::{ColumnGroup, Columns};
pub use path::{Path, PathError};
pub use permit::{Denied, Permit};
