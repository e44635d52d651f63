//! How the values of this crate are kept: one generic impl serves every engine.

use std::marker::PhantomData;

use diesel::{
    backend::Backend,
    deserialize::{self, FromSql},
    serialize::{self, Output, ToSql},
    sql_types::{BigInt, Binary, Text},
};

use crate::{Date, Id, Money, PartialDate, Score, Timestamp, Weight};

impl<T, DB: Backend> ToSql<Binary, DB> for Id<T>
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(self.0.as_bytes(), out)
    }
}
impl<T, DB: Backend> FromSql<Binary, DB> for Id<T>
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(b: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(uuid::Uuid::from_slice(&Vec::<u8>::from_sql(b)?)?, PhantomData))
    }
}

macro_rules! integer_column {
    ($($t:ident),*) => {$(
        impl<DB: Backend> ToSql<BigInt, DB> for $t
        where
            i64: ToSql<BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }
        impl<DB: Backend> FromSql<BigInt, DB> for $t
        where
            i64: FromSql<BigInt, DB>,
        {
            fn from_sql(b: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(i64::from_sql(b)?))
            }
        }
    )*};
}
integer_column!(Timestamp, Score, Weight, Money);

// Dates carry their own text, so that it can be borrowed by whichever engine writes it.
macro_rules! text_column {
    ($($t:ident),*) => {$(
        impl<DB: Backend> ToSql<Text, DB> for $t
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
            }
        }
        impl<DB: Backend> FromSql<Text, DB> for $t
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(b: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(String::from_sql(b)?.parse()?)
            }
        }
    )*};
}
text_column!(Date, PartialDate);
