//! Approval forms, made by hand: what editors and careless programs write.

mod archives;
mod lrm;
mod lrmx;
mod made;
mod resume;
